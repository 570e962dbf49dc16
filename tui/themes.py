"""Colours that stay apart under colour blindness: Okabe and Ito's, darkened on light ground. Each has its glyph too."""

from __future__ import annotations

from textual.theme import Theme

_PLAIN_INPUT = {
    "input-selection-background": "#E69F00",
    "input-selection-foreground": "#000000",
    "input-cursor-background": "#E69F00",
    "input-cursor-foreground": "#000000",
}

DARK = Theme(
    name="backfile-dark",
    primary="#56B4E9",
    secondary="#56B4E9",
    accent="#E69F00",
    warning="#F0E442",
    error="#D55E00",
    success="#56B4E9",
    foreground="#DEDEDE",
    background="#161A1D",
    surface="#1D2226",
    panel="#262C31",
    dark=True,
    variables={
        **_PLAIN_INPUT,
        "muted": "#98A2AA",
        "footer-key-foreground": "#56B4E9",
        "block-cursor-background": "#2F4A5C",
        "block-cursor-foreground": "#FFFFFF",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#2F4A5C",
        "block-cursor-blurred-foreground": "#FFFFFF",
    },
)
LIGHT = Theme(
    name="backfile-light",
    primary="#0072B2",
    secondary="#0072B2",
    accent="#E69F00",
    warning="#837100",
    error="#6E0027",
    success="#0072B2",
    foreground="#1E2326",
    background="#F7F7F4",
    surface="#EFEFEB",
    panel="#E4E4DF",
    dark=False,
    variables={
        **_PLAIN_INPUT,
        "muted": "#5F676D",
        "footer-key-foreground": "#0072B2",
        "block-cursor-background": "#CFE3F1",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#CFE3F1",
        "block-cursor-blurred-foreground": "#000000",
    },
)
