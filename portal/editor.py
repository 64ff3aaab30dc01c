"""A plain text area for Markdown that scripts make comfortable: a toolbar, and dialogs for panels and pictures.

Without scripts it stays a text area with a button that opens the preview in a new tab, and links to how
one writes. `admin/editor_side.html` puts checks and a preview beside the form.
"""

from typing import Any

from django import forms


class MarkdownEditor(forms.Textarea):
    """`preview` names the admin URL that draws the form's unsaved content as readers will see it."""

    template_name = "admin/markdown_editor.html"

    class Media:
        js = tuple(
            f"portal/js/{name}.js"
            for name in ("markdown-editor", "panel-picker", "picture-picker", "editing", "unsaved")
        )
        css = {"all": ("portal/css/markdown-editor.css",)}

    def __init__(self, preview: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 28, "spellcheck": "true", **(attrs or {})})
        self.preview = preview

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["preview"] = self.preview
        return context
