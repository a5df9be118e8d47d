"""Figures in English: numbers, sentences, titles, and charts told to who cannot see them."""
