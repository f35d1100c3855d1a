import { textsOf } from '../../../../shared/i18n/react';
import type english from './texts/en.json';

export const { texts, useTexts } = textsOf<typeof english>('resting');
