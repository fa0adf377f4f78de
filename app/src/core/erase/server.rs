//! A view behind a trait object, with what a server needs of it and no more.
//!
//! `into_any` makes a dozen functions for every type it erases, and again for what that type becomes when its data is
//! there: among them those that build a page in a browser, and those that send one in pieces out of order, which no page of
//! ours is. Under this trait object `into_any` sees one type, whatever is inside: half the code, half the time to build it.

use leptos::prelude::{AddAnyAttr, Render, RenderHtml};
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::{Position, PositionState};
use std::future::Future;
use std::pin::Pin;

/// What stands for a view that writes nothing, so that the browser finds its place; as `AnyView` writes it.
const NOTHING: &str = "<!--<() />-->";

/// Any view at all.
pub struct Erased(Box<dyn View>);

impl Erased {
    /// Of this view.
    pub fn new<V: RenderHtml + 'static>(view: V) -> Self {
        Self(Box::new(view))
    }
}

/// How text is written: whether it is escaped, whether branches are marked, and attributes from outside.
struct Manner {
    escape: bool,
    mark: bool,
    attributes: Vec<AnyAttribute>,
}

/// What is asked of a view.
trait View: Send {
    /// Starts what it waits for.
    fn start(&mut self);
    /// The view when all it waits for is there.
    fn arrived(self: Box<Self>) -> Pin<Box<dyn Future<Output = Erased> + Send>>;
    fn write(self: Box<Self>, to: &mut String, position: &mut Position, manner: Manner);
    fn write_as_it_arrives(self: Box<Self>, to: &mut StreamBuilder, position: &mut Position, manner: Manner);
    fn length(&self) -> usize;
}

impl<V: RenderHtml + 'static> View for V {
    fn start(&mut self) {
        self.dry_resolve();
    }

    fn arrived(self: Box<Self>) -> Pin<Box<dyn Future<Output = Erased> + Send>> {
        Box::pin(async move { Erased::new(self.resolve().await.into_owned()) })
    }

    fn write(self: Box<Self>, to: &mut String, position: &mut Position, manner: Manner) {
        self.to_html_with_buf(to, position, manner.escape, manner.mark, manner.attributes);
        if !V::EXISTS {
            to.push_str(NOTHING);
        }
    }

    fn write_as_it_arrives(self: Box<Self>, to: &mut StreamBuilder, position: &mut Position, manner: Manner) {
        self.to_html_async_with_buf::<false>(to, position, manner.escape, manner.mark, manner.attributes);
        if !V::EXISTS {
            to.push_sync(NOTHING);
        }
    }

    fn length(&self) -> usize {
        self.html_len()
    }
}

/// A server builds no page.
impl Render for Erased {
    type State = ();

    fn build(self) {}

    fn rebuild(self, (): &mut ()) {}
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

    fn dry_resolve(&mut self) {
        self.0.start();
    }

    async fn resolve(self) -> Self {
        self.0.arrived().await
    }

    fn html_len(&self) -> usize {
        self.0.length()
    }

    fn to_html_with_buf(
        self,
        to: &mut String,
        position: &mut Position,
        escape: bool,
        mark: bool,
        attributes: Vec<AnyAttribute>,
    ) {
        self.0.write(to, position, Manner { escape, mark, attributes });
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        to: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark: bool,
        attributes: Vec<AnyAttribute>,
    ) {
        self.0.write_as_it_arrives(to, position, Manner { escape, mark, attributes });
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) {}

    async fn hydrate_async(self, _: &Cursor, _: &PositionState) {}

    fn into_owned(self) -> Self {
        self
    }
}
