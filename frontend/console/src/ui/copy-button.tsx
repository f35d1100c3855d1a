import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button';
import { useTexts } from './texts';

/** How long the button says "Copied", in milliseconds. */
const SAID_MILLISECONDS = 1400;

export interface CopyButtonProps extends Omit<ButtonProps, 'onClick' | 'children'> {
  text: string;
}

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, ...button }: CopyButtonProps) {
  const t = useTexts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return;
    }
    const timer = setTimeout(() => setCopied(false), SAID_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <Button icon={copied ? 'tick' : 'copy'} {...button} onClick={copy}>
      <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
    </Button>
  );
}
