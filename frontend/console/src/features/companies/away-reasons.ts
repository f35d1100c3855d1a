import type { WhenUsedUp } from '../../../../shared/api/views';
import { request } from '../../foundation/http';
import type { IconName } from '../../ui';
import { THIN_STROKES } from '../../ui/icon-strokes';

export const COLOURS = ['grey', 'blue', 'green', 'amber', 'purple', 'red'] as const;
export type Colour = (typeof COLOURS)[number];

/** The icons that an away reason may have. */
export const REASON_ICONS = ['lunch', 'user', 'break', 'clients', 'users', 'clock', 'moon', 'phone'] as const;

/** An away reason, as administrators get it. */
export interface AwayReason {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly icon: string;
  readonly colour: Colour;
  readonly paid: boolean;
  readonly allowance: {
    readonly minutes: number | null;
    readonly when_used_up: WhenUsedUp;
    readonly change_to_id: string | null;
  };
  readonly place: number;
  readonly retired: boolean;
}

/** How many operators have chosen a reason within the time that the server looks back. */
export interface AwayReasonUse {
  readonly id: string;
  readonly operators: number;
}

export type AwayReasonWish = Pick<AwayReason, 'name' | 'icon' | 'colour' | 'paid' | 'allowance'>;

export function iconOfReason(icon: string): IconName {
  return Object.hasOwn(THIN_STROKES, icon) ? (icon as IconName) : 'clock';
}

/** Adds one, or changes the one of this id. */
export function saveReason(id: string | null, wish: Partial<AwayReasonWish>): Promise<AwayReason> {
  return id === null ? request<AwayReason>('POST', '/away-reasons', { body: wish }) : changeReason(id, wish);
}

export function changeReason(id: string, changes: object): Promise<AwayReason> {
  return request<AwayReason>('PATCH', `/away-reasons/${id}`, { body: changes });
}
