"""What stands out of a page at its side."""

from __future__ import annotations

OVER = """() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return null;
  const isOver = (one) => one.getBoundingClientRect().right > innerWidth + 1;
  const [last] = [...document.querySelectorAll("body *")].filter(isOver).slice(-1);
  return `${wide} pixels wide: ${last?.outerHTML.slice(0, 200)}`;
}"""
"""The page's width and the last element too far right, where it is wider than the window."""
