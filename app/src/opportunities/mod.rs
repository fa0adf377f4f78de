//! Opportunities: list, page, form, moving and closing.
