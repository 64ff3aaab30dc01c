/* On the form of a picture: a click on it says what must stay in sight, instead of typing percents. */
(() => {
  "use strict";

  const setUp = () => {
    const across = document.getElementById("id_focal_x");
    const down = document.getElementById("id_focal_y");
    const file = document.getElementById("id_file");
    if (!across || !down) {
      return;
    }
    let picture = document.querySelector("[data-focal-point]");
    const mark = document.createElement("span");
    mark.className = "focal-point__mark";
    mark.setAttribute("aria-hidden", "true");

    const place = () => {
      const inside = [across, down].map((box) => Math.min(100, Math.max(0, Number(box.value) || 0)));
      mark.style.left = `${inside[0]}%`;
      mark.style.top = `${inside[1]}%`;
    };
    const choose = (event) => {
      const frame = picture.getBoundingClientRect();
      across.value = Math.round((100 * (event.clientX - frame.left)) / frame.width);
      down.value = Math.round((100 * (event.clientY - frame.top)) / frame.height);
      place();
    };
    const dress = () => {
      const frame = document.createElement("span");
      frame.className = "focal-point";
      picture.before(frame);
      frame.append(picture, mark);
      picture.addEventListener("click", choose);
      place();
    };

    across.addEventListener("input", place);
    down.addEventListener("input", place);
    if (picture) {
      dress();
    }
    // A file that was chosen but isn't sent yet is shown from the reader's own disk.
    file?.addEventListener("change", () => {
      const [chosen] = file.files;
      if (!chosen || !chosen.type.startsWith("image/")) {
        return;
      }
      const reader = new FileReader();
      reader.addEventListener("load", () => {
        if (!picture) {
          picture = document.createElement("img");
          picture.className = "focal-point__picture";
          picture.alt = "The file that you chose.";
          file.after(picture);
          dress();
        }
        picture.src = reader.result;
      });
      reader.readAsDataURL(chosen);
    });
  };

  document.addEventListener("DOMContentLoaded", setUp);
})();
