//! Words with a colour.

use super::Part;
use crate::ui::{Avatar, Avatars, Badge, Banner, Empty, Hue, Kbd, LinkButton, Skeleton, Strip};
use leptos::prelude::*;

#[component]
pub fn Badges() -> impl IntoView {
    let hues = Hue::ALL.map(|hue| {
        let text = hue.word().unwrap_or("neutral");
        view! { <Badge hue icon="info" text /> }
    });
    let names = ["Maria Reyes", "Tom Becker", "Ann Novak", "Lou Ortiz"].map(str::to_owned).to_vec();
    view! {
        <Part title="Badge, avatar, key">
            <div class="row">{hues.collect_view()}</div>
            <div class="row">
                <Avatar name="Maria Reyes" size="sm" />
                <Avatar name="Tom Becker" />
                <Avatar name="Ann Novak" size="lg" />
                <Avatars names />
                <Kbd key="Ctrl" />
                <Kbd key="K" />
            </div>
        </Part>
    }
}

#[component]
pub fn Notices() -> impl IntoView {
    let banner = |hue, title: &'static str| {
        view! { <Banner hue title><p>"A sentence about it, with "<a href="#main">"a way on"</a>"."</p></Banner> }
    };
    view! {
        <Part title="Banner, strip, nothing">
            {banner(Hue::Info, "Info")}
            {banner(Hue::Success, "Success")}
            {banner(Hue::Warning, "Warning")}
            {banner(Hue::Danger, "Error")}
            <Strip icon="wifi-off">"Offline. Showing data from 10:42."</Strip>
            <Empty title="Nothing here yet" text="What it is for, in one sentence.">
                <LinkButton href="#main" icon="plus">"Add the first"</LinkButton>
            </Empty>
        </Part>
    }
}

#[component]
pub fn Waiting() -> impl IntoView {
    view! {
        <Part title="Waiting">
            <div class="stack" aria-busy="true">
                <Skeleton width="half" />
                <Skeleton width="long" />
                <Skeleton shape="row" />
                <Skeleton shape="card" />
            </div>
            <label for="gallery-progress">"Reading, 420 of 1,240"</label>
            <progress id="gallery-progress" value="420" max="1240"></progress>
        </Part>
    }
}
