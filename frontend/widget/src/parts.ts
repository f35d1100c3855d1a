/** Which parts of the panel come later, and how they are fetched. `server/tests/architecture/test_built_sizes.py` says when. */
import { later } from './later';

export const formsPart = later(() => import('./forms'));
export const offlinePart = later(() => import('./offline'));
export const filesPart = later(() => import('./files'));
export const menuPart = later(() => import('./menu'));
export const endedPart = later(() => import('./ended'));
export const refusedPart = later(() => import('./refused'));
export const unreadPart = later(() => import('./unread'));
