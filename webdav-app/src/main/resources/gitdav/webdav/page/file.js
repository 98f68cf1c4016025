// The panel of one file or folder: what it is, a preview, what can be done with it, and its versions.

import { child, hasHistory, here, isPast, isTrash, isWritable, mayWrite, move, moveToTrash, originOf, pathOf, restore, root,
  send, textOf } from './dav.js';
import { ask, h, say, sayError, sizeText, timeElement } from './dom.js';
import { refresh } from './list.js';
import { versionList } from './versions.js';

const MOST_TEXT = 500_000;

/** Opens the panel. @param key F2 or Delete: what is to be done at once */
export function openPanel(entry, key) {
  if (key === 'Delete') {
    return isWritable && (isTrash ? removeForGood : remove)(entry).catch(sayError);
  }
  const preview = h('div', { class: 'preview' });
  const dialog = h('dialog', { class: 'panel', ariaLabel: entry.name });
  const doing = action => () => {
    dialog.close();
    action(entry).catch(sayError);
  };
  const origin = isPast || isTrash ? originOf(entry.url) : undefined;
  const rename = isWritable && !isTrash ? renameForm(entry, dialog) : undefined;
  dialog.append(
    h('header', {}, h('h2', {}, entry.name), h('button', { type: 'button', ariaLabel: 'Close', onclick: () => dialog.close() }, '×')),
    h('p', { class: 'facts' }, entry.isFolder ? 'Folder' : sizeText(entry.size), ', changed ', timeElement(entry.time)),
    h('div', { class: 'buttons' },
      h('a', { class: 'button', href: entry.url }, 'Open'),
      entry.isFolder ? h('a', { class: 'button', href: new URL('?zip', entry.url) }, 'Download as zip')
        : h('a', { class: 'button', href: entry.url, download: entry.name }, 'Download'),
      origin && isPast && mayWrite && h('button', { type: 'button', onclick: doing(putBack) }, `Restore to ${textOf(origin)}`),
      origin && isTrash && isWritable && h('button', { type: 'button', onclick: doing(takeBack) }, `Put back to ${textOf(origin)}`),
      isWritable && h('button', { type: 'button', onclick: doing(isTrash ? removeForGood : remove) },
        isTrash ? 'Delete for good' : 'Delete')),
    ...(rename ? [rename] : []), preview);
  if (!entry.isFolder) {
    showPreview(preview, entry.url, entry.size);
    if (hasHistory && !isPast && !isTrash) {
      dialog.append(versionList(entry, preview, dialog));
    }
  }
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  if (key === 'F2') {
    rename?.elements.path.select();
  }
}

function renameForm(entry, dialog) {
  const field = h('input', { name: 'path', value: textOf(entry.url).replace(/\/$/, ''), required: true, autocomplete: 'off',
    ariaLabel: 'Name with its folder' });
  return h('form', {
    class: 'rename',
    onsubmit: event => {
      event.preventDefault();
      dialog.close();
      rename(entry, field.value).catch(sayError);
    },
  }, field, h('button', {}, 'Rename or move'));
}

/** A path that begins with a slash counts from the share's root, any other from this folder. */
async function rename(entry, path) {
  if (path === textOf(entry.url).replace(/\/$/, '')) {
    return;
  }
  const to = child(path.startsWith('/') ? root : here, path + (entry.isFolder ? '/' : ''));
  await move(entry.url, to, entry.etag);
  await refresh();
  say(`“${entry.name}” is now ${textOf(to)}.`, async () => {
    await move(to, entry.url);
    await refresh();
    say(`“${entry.name}” has its old name again.`);
  });
}

async function remove(entry) {
  const wayBack = await moveToTrash(entry.url, entry.etag).finally(refresh);
  say(`“${entry.name}” is deleted. It is in /.trash/ until you delete it there.`, async () => {
    await wayBack();
    await refresh();
    say(`“${entry.name}” is back.`);
  });
}

async function removeForGood(entry) {
  if (await ask(`Delete “${entry.name}” for good?`, [h('p', {}, 'There is no way back from here.')], ['delete', 'Delete'],
    ['', 'Cancel']) === 'delete') {
    await send('DELETE', entry.url, entry.etag ? { 'If-Match': entry.etag } : {});
    await refresh();
    say(`“${entry.name}” is deleted for good.`);
  }
}

async function takeBack(entry) {
  const origin = originOf(entry.url);
  await move(entry.url, origin, entry.etag);
  await refresh();
  say(`${textOf(origin)} is back.`);
}

async function putBack(entry) {
  const origin = originOf(entry.url);
  const wayBack = await restore(entry.url, origin);
  say(`${textOf(origin)} is restored.`, async () => {
    await wayBack();
    say(`${textOf(origin)} is as it was before.`);
  });
}

/** What a browser can show without running it: it is all sandboxed by the server, too. */
export function showPreview(place, url, size) {
  const extension = pathOf(url).match(/\.(\w+)$/)?.[1].toLowerCase() ?? '';
  const kind = Object.entries(kinds).find(([, extensions]) => extensions.split(' ').includes(extension))?.[0];
  const name = textOf(url);
  place.replaceChildren(h('p', {}, 'There is no preview of this kind of file.'));
  if (kind === 'img') {
    place.replaceChildren(h('img', { src: url.href, alt: `Preview of ${name}` }));
  } else if (kind === 'audio' || kind === 'video') {
    place.replaceChildren(h(kind, { src: url.href, controls: true, preload: 'metadata' }));
  } else if (kind === 'iframe') {
    place.replaceChildren(h('iframe', { src: url.href, title: `Preview of ${name}` }));
  } else {
    showText(place, url, size).catch(failure => place.replaceChildren(h('p', { role: 'alert' }, failure.message)));
  }
}

const kinds = {
  img: 'png jpg jpeg gif webp avif svg bmp ico', audio: 'mp3 ogg oga opus flac wav m4a aac', video: 'mp4 webm m4v mov ogv',
  iframe: 'pdf',
};

async function showText(place, url, size) {
  const text = await textAt(url, size);
  if (text !== undefined) {
    place.replaceChildren(h('pre', { tabIndex: 0 }, text, size > MOST_TEXT ? '\n…' : ''));
  }
}

/** The content of a file, or its beginning; undefined if it is no text. */
export async function textAt(url, size) {
  const answer = await send('GET', url, size > MOST_TEXT ? { Range: `bytes=0-${MOST_TEXT - 1}` } : {});
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const charset = answer.headers.get('Content-Type')?.match(/charset=([\w-]+)/)?.[1];
  try {
    const text = new TextDecoder(charset ?? 'utf-8', { fatal: true }).decode(bytes, { stream: size > MOST_TEXT });
    return text.includes('\0') ? undefined : text;
  } catch {
    return bytes.includes(0) ? undefined : new TextDecoder('windows-1252').decode(bytes);
  }
}
