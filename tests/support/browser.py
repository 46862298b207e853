"""Chromium as the tests start it: no sandbox (they run as root in CI), no talk to the outside."""

from __future__ import annotations

FEATURES_LEFT_OUT = (
    # Each window would load pages of its own for the list under its address bar.
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
    # Playwright leaves these out; its list is replaced by this one.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)

CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(FEATURES_LEFT_OUT)}",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
