from portal.currencies import CURRENCIES, IN_USE


def test_codes_are_those_of_the_standard() -> None:
    assert {"USD", "EUR", "INR", "HRK", "LTL"} < CURRENCIES
    assert not {"XXX", "XAU", "XTS", "BTC"} & CURRENCIES
    assert {"LTL", "DEM"} <= CURRENCIES - IN_USE
    assert {"USD", "EUR", "INR"} < IN_USE
