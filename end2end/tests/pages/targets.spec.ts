import { type Page } from '@playwright/test';
import { expect, test } from '../../fixtures';
import { pages } from '../../fixtures/pages';

const looked = ['home', 'board', 'opportunities', 'opportunity', 'new opportunity', 'close as lost', 'customers', 'customer', 'edit customer', 'new import', 'settings'];

/**
 * What can be pressed and is smaller than 24 by 24 CSS pixels, unless a circle of 24 around its middle touches neither
 * another target nor another small one's circle (WCAG 2.5.8), or it stands in a line of text.
 */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const SIZE = 24;
    const pressable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=option], [role=menuitem]';
    const shown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest('.sr-only, .skip, [inert]');
    // A choice is pressed by its whole label.
    const pressed = (element: Element) => (element.matches('input[type=radio], input[type=checkbox]') ? (element.closest('label') ?? element) : element);
    // As much of it as is not cut off by what it stands in.
    const boxOf = (element: Element) => {
      let { left, top, right, bottom } = pressed(element).getBoundingClientRect();
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const edge = around.getBoundingClientRect();
        [left, top, right, bottom] = [Math.max(left, edge.left), Math.max(top, edge.top), Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const inText = (element: Element) =>
      element.matches('a') && getComputedStyle(element).display === 'inline' && (element.parentElement?.textContent ?? '').trim() !== (element.textContent ?? '').trim();
    // What something lies on cannot be pressed here, and is another place's business.
    const reached = ({ element, box }: { element: Element; box: DOMRect }) => {
      const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return !!hit && (element.contains(hit) || hit.contains(element) || element.closest('label') === hit.closest('label'));
    };
    const targets = [...document.querySelectorAll(pressable)]
      .filter(shown)
      .map((element) => ({ element, box: boxOf(element) }))
      .filter(({ box }) => box.width > 0 && box.height > 0)
      .filter(reached);
    // What is scrolled half out of sight is judged by its own size: pressing it is not how it is reached.
    const scrolledOut = (element: Element, box: DOMRect) => {
      const own = pressed(element).getBoundingClientRect();
      return (box.width < own.width || box.height < own.height) && own.width >= SIZE && own.height >= SIZE;
    };
    const small = ({ element, box }: { element: Element; box: DOMRect }) =>
      (box.width < SIZE || box.height < SIZE) && !scrolledOut(element, box);
    const middle = ({ box }: { box: DOMRect }) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
    const neighbour = (one: (typeof targets)[number]) =>
      targets.find((other) => {
        if (other === one || other.element.contains(one.element) || one.element.contains(other.element)) return false;
        const [a, b] = [middle(one), middle(other)];
        if (small(other)) return Math.hypot(a.x - b.x, a.y - b.y) < SIZE;
        const dx = Math.max(other.box.left - a.x, 0, a.x - other.box.right);
        const dy = Math.max(other.box.top - a.y, 0, a.y - other.box.bottom);
        return Math.hypot(dx, dy) < SIZE / 2;
      });
    const said = ({ element, box }: (typeof targets)[number]) =>
      `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}” ${Math.round(box.width)}x${Math.round(box.height)}`;
    const crowded = targets.filter((target) => small(target) && !inText(target.element) && neighbour(target));
    return crowded.map((target) => `${said(target)}, beside ${said(neighbour(target)!)}`);
  });

test('nothing that can be pressed is too small and too near', async ({ page, as, open }) => {
  test.setTimeout(90_000);
  await as('admin');
  // So tall that nothing has to be scrolled to.
  await page.setViewportSize({ width: page.viewportSize()!.width, height: 4_000 });
  for (const what of looked) {
    await open(await pages[what](page));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect.soft(await tooSmall(page), what).toEqual([]);
  }
});
