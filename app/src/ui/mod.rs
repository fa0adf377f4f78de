//! The kit: primitives without domain words, each with its states, shown on the gallery page.
