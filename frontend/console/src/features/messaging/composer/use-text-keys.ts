import type { KeyboardEvent } from 'react';
import type { Id } from '../../../../../shared/api/views';
import { useDesk } from '../../../foundation/desk/context';
import { useEnterSends } from './preferences';
import type { TemplateChoice } from './template-popup';
import type { DraftHandle } from './use-draft';

export interface TextKeysOptions {
  conversationId: Id;
  isEmpty: boolean;
  choice: TemplateChoice;
  sendNow: () => void;
  write: DraftHandle['write'];
  moveCaret: (start: number, end: number) => void;
}

/** The keys of the text: those of an open template list first, then sending, and ↑ for what was not sent. */
export function useTextKeys(options: TextKeysOptions) {
  const { outbox } = useDesk();
  const enterSends = useEnterSends();
  const { conversationId, isEmpty, choice, sendNow, write, moveCaret } = options;

  const takeBackLast = async () => {
    const last = outbox.of(conversationId).findLast(({ state }) => state !== 'taken');
    const item = last && (await outbox.takeBack(last.ref));
    if (item) {
      write({ text: item.text, files: item.files });
      moveCaret(item.text.length, item.text.length);
    }
  };

  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || choice.onKeyDown(event)) {
      return;
    }
    const withControl = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && (withControl || (enterSends && !event.shiftKey && !event.altKey))) {
      event.preventDefault();
      sendNow();
    } else if (event.key === 'ArrowUp' && isEmpty) {
      takeBackLast();
    }
  };
}
