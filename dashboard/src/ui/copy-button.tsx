import { Button } from '@aws-amplify/ui-react';
import { useEffect, useState } from 'react';

const SHOWN_MS = 3_000;

type Result = 'copied' | 'refused';

const RESULT_TEXT: Readonly<Record<Result, string>> = {
  copied: 'Copied',
  refused: "Your browser doesn't allow it. Select the text to copy it.",
};

interface CopyButtonProps {
  readonly text: string;
  /** The name of the text for people, such as "tenant ID". */
  readonly what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const [result, setResult] = useState<Result>();
  useEffect(() => {
    if (result === undefined) return undefined;
    const timer = setTimeout(() => setResult(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult('copied');
    } catch {
      setResult('refused');
    }
  };
  return (
    <>
      <Button size="small" variation="link" className="copy" aria-label={`Copy ${what}`} onClick={() => void copy()}>Copy</Button>
      <span role="status" className="copy__result">{result && RESULT_TEXT[result]}</span>
    </>
  );
}
