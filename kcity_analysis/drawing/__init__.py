"""What charts and maps are drawn with: the typeface, the world's outlines, names, SVG."""
