/**
 * Base UI's menus, popovers and dialogs. They are loaded when the first of them opens, or when the console
 * has nothing else to do, so that nobody waits for them at the start.
 */
export { Dialog } from '@base-ui/react/dialog';
export { Menu } from '@base-ui/react/menu';
export { Popover } from '@base-ui/react/popover';
