//! A view behind a trait object, with what a browser needs of it and no more.
//!
//! `into_any` makes a dozen functions for every type it erases. One of them hydrates piece by piece, waiting for lazy
//! pages in between, which only the router needs, and is bigger than the rest together. Under this trait object
//! `into_any` sees one type, whatever is inside: a fifth less to load.

use leptos::prelude::{AddAnyAttr, Mountable, Render, RenderHtml};
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element, Node, Placeholder};
use leptos::tachys::view::{Position, PositionState};
use std::any::{Any, TypeId};

/// Any view at all.
pub struct Erased(Box<dyn View + Send>);

impl Erased {
    /// Of this view.
    pub fn new<V: RenderHtml + Send + 'static>(view: V) -> Self {
        Self(Box::new(view))
    }
}

/// What is asked of a view.
trait View {
    fn stand(self: Box<Self>) -> Standing;
    fn take_over(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Standing;
    fn change(self: Box<Self>, before: &mut Standing);
}

/// A view on the page.
pub struct Standing {
    /// The view's type, which tells whether the next one can reuse it. A state's type does not tell a list from a table.
    of: TypeId,
    parts: Box<dyn Parts>,
    /// Marks the place of a view that has nothing on the page.
    placeholder: Option<Placeholder>,
}

/// Nodes on the page.
trait Parts: Mountable {
    fn any(&mut self) -> &mut dyn Any;
}

impl<S: Mountable + 'static> Parts for S {
    fn any(&mut self) -> &mut dyn Any {
        self
    }
}

impl<V: RenderHtml + 'static> View for V {
    fn stand(self: Box<Self>) -> Standing {
        let parts = Box::new(self.build());
        Standing { of: TypeId::of::<V>(), parts, placeholder: (!V::EXISTS).then(Rndr::create_placeholder) }
    }

    fn take_over(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Standing {
        let parts = Box::new(self.hydrate::<true>(cursor, position));
        let placeholder = (!V::EXISTS).then(|| cursor.next_placeholder(position));
        Standing { of: TypeId::of::<V>(), parts, placeholder }
    }

    fn change(self: Box<Self>, before: &mut Standing) {
        let same = before.of == TypeId::of::<V>();
        // Of what is in the box: a box of parts counts as parts, too.
        match before.parts.as_mut().any().downcast_mut::<V::State>() {
            Some(parts) if same => self.rebuild(parts),
            _ => before.replace(self.stand()),
        }
    }
}

impl Standing {
    fn replace(&mut self, mut new: Self) {
        self.insert_before_this(&mut new);
        self.unmount();
        *self = new;
    }
}

impl Mountable for Standing {
    fn unmount(&mut self) {
        self.parts.unmount();
        if let Some(placeholder) = &mut self.placeholder {
            placeholder.unmount();
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.parts.mount(parent, marker);
        if let Some(placeholder) = &mut self.placeholder {
            placeholder.mount(parent, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match &self.placeholder {
            Some(placeholder) => placeholder.insert_before_this(child),
            None => self.parts.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Element> {
        self.parts.elements()
    }
}

impl Render for Erased {
    type State = Standing;

    fn build(self) -> Standing {
        self.0.stand()
    }

    fn rebuild(self, state: &mut Standing) {
        self.0.change(state);
    }
}

impl AddAnyAttr for Erased {
    type Output<A: Attribute> = Self;

    /// Never called: what is outside sees an `AnyView`, which keeps added attributes itself.
    fn add_any_attr<A: Attribute>(self, _attr: A) -> Self
    where
        Self: RenderHtml,
    {
        self
    }
}

impl RenderHtml for Erased {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    /// The server's business, which erases without this type.
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Standing {
        self.0.take_over(cursor, position)
    }

    async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> Standing {
        self.0.take_over(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}
