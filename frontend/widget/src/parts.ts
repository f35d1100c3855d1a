/** Which parts of the panel come later, and how they are fetched. */
import { later } from './later';

export const formsPart = later(() => import('./forms'));
export const filesPart = later(() => import('./files'));
export const teaserPart = later(() => import('./teaser'));
