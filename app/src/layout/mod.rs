//! The frame around every page: bars, menus, the + menu, the command palette, error pages.
