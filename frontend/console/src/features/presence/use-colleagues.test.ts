import { expect, test } from 'vitest';
import type { ColleagueView } from '../../../../shared/api/views';
import { withTold } from './use-colleagues';

function colleague(id: string, version: number, changes: Partial<ColleagueView> = {}): ColleagueView {
  return { id, version, name: id, active: true, reachable: false, ...changes } as ColleagueView;
}

const told = (...views: ColleagueView[]) => new Map(views.map((view) => [view.id, view]));

test('what was told while the list was on its way counts, and what is older does not', () => {
  const list = [colleague('tomas', 20), colleague('klara', 9, { reachable: true })];
  const news = told(colleague('tomas', 21, { reachable: true }), colleague('klara', 8));
  expect(withTold(list, news).map(({ id, reachable }) => [id, reachable])).toEqual([
    ['tomas', true],
    ['klara', true],
  ]);
});

test('who is new is there, and who has left is not', () => {
  const news = told(colleague('eva', 1), colleague('tomas', 22, { active: false }));
  expect(withTold([colleague('tomas', 20)], news).map(({ id }) => id)).toEqual(['eva']);
});
