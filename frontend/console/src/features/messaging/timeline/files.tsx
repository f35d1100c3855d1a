import { useState } from 'react';
import type { FileView } from '../../../../../shared/api/views';
import { fileAddress } from '../../../foundation/upload';
import { Button, Dialog, Icon } from '../../../ui';
import { isPicture, sizeWords, typeWord } from '../file-words';
import { useTexts } from '../texts';

function FileLink({ file }: { file: FileView }) {
  const words = [sizeWords(file.size_bytes), typeWord(file)].filter(Boolean).join(' · ');
  return (
    <a className="file" href={fileAddress(file.file_id)} download={file.name}>
      <span className={typeWord(file) === 'PDF' ? 'fi pdf' : 'fi'}>
        <Icon name="file" />
      </span>
      <span className="file-words">
        <span className="m ell mi-words">{file.name}</span>
        <span className="sm t3">{words}</span>
      </span>
    </a>
  );
}

/** A small picture that opens large. One that cannot be drawn is a file like others. */
function Picture({ file, from }: { file: FileView; from: string }) {
  const t = useTexts();
  const [large, setLarge] = useState(false);
  const [broken, setBroken] = useState(false);
  if (broken) {
    return <FileLink file={file} />;
  }
  const address = fileAddress(file.file_id);
  const picture = (
    <img
      src={`${address}?preview=true`}
      alt={t('picture_from', { name: from })}
      onError={() => setBroken(true)}
    />
  );
  const download = (
    <Button icon="download" onClick={() => window.location.assign(address)}>
      {t('download')}
    </Button>
  );
  return (
    <>
      <button
        type="button"
        className="picture"
        aria-label={t('open_picture', { name: file.name })}
        onClick={() => setLarge(true)}
      >
        {picture}
      </button>
      <Dialog
        open={large}
        onClose={() => setLarge(false)}
        title={file.name}
        width={960}
        className="picture-large"
        buttons={download}
      >
        {picture}
      </Dialog>
    </>
  );
}

/** The files of one message. */
export function Files({ files, from }: { files: readonly FileView[]; from: string }) {
  if (files.length === 0) {
    return null;
  }
  return (
    <div className="row wrap files">
      {files.map((file) =>
        isPicture(file) ? (
          <Picture key={file.file_id} file={file} from={from} />
        ) : (
          <FileLink key={file.file_id} file={file} />
        ),
      )}
    </div>
  );
}
