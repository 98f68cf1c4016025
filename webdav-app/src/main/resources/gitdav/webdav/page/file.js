// The panel of one file or folder: what it is, a preview, what can be done with it, and its versions.

import { child, hasHistory, here, ifMatch, isPast, isTrash, isWritable, look, mayWrite, move, moveToTrash, originOf, restore,
  root, send, textOf } from './dav.js';
import { ask, h, sizeText, timeElement } from './dom.js';
import { done, failed } from './list.js';
import { versionList } from './versions.js';

export const MOST_TEXT = 500_000; // bytes that are shown or compared

/** Opens the panel. @param key F2 or Delete: what is to be done at once */
export function openPanel(entry, key) {
  if (key === 'Delete') {
    return isWritable && (isTrash ? removeForGood : remove)(entry).catch(failed);
  }
  const preview = h('div', { class: 'preview' });
  const dialog = h('dialog', { class: 'panel', ariaLabel: entry.name });
  const doing = action => () => {
    dialog.close();
    action(entry).catch(failed);
  };
  const origin = originOf(entry.url);
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
    rename ?? '', preview);
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
      rename(entry, field.value).catch(failed);
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
  await done(`“${entry.name}” is now ${textOf(to)}.`, () => move(to, entry.url), `“${entry.name}” has its old name again.`);
}

async function remove(entry) {
  try {
    const wayBack = await moveToTrash(entry.url, entry.etag);
    await done(`“${entry.name}” is deleted. It is in /.trash/ until you delete it there.`, wayBack, `“${entry.name}” is back.`);
  } catch (failure) {
    if (failure.status !== 507) {
      throw failure;
    }
    await removeForGood(entry, 'The disk has no room for it in the trash.');
  }
}

async function removeForGood(entry, reason = '') {
  if (await ask(`Delete “${entry.name}” for good?`, [h('p', {}, reason, ' There is no way back from here.')],
    ['delete', 'Delete'], ['', 'Cancel']) === 'delete') {
    await send('DELETE', entry.url, ifMatch(entry.etag));
    await done(`“${entry.name}” is deleted for good.`);
  }
}

async function takeBack(entry) {
  const origin = originOf(entry.url);
  await move(entry.url, origin, entry.etag);
  await done(`${textOf(origin)} is back.`);
}

async function putBack(entry) {
  const origin = originOf(entry.url);
  await done(`${textOf(origin)} is restored.`, await restore(entry.url, origin), `${textOf(origin)} is as it was before.`);
}

/** What a browser can show without running it: it is all sandboxed by the server, too. Pictures that it cannot may be text. */
export async function showPreview(place, url, size) {
  const fail = failure => place.replaceChildren(h('p', { role: 'alert' }, failure.message));
  const showText = async () => {
    const text = await textAt(url, size);
    place.replaceChildren(text === undefined ? h('p', {}, 'There is no preview of this kind of file.')
      : h('pre', { tabIndex: 0 }, text, size > MOST_TEXT && '\n…'));
  };
  try {
    const media = mediaElement(url, (await look(url))?.type ?? '');
    if (media) {
      media.onerror = () => showText().catch(fail);
      place.replaceChildren(media);
    } else {
      await showText();
    }
  } catch (failure) {
    fail(failure);
  }
}

function mediaElement(url, type) {
  const label = `Preview of ${textOf(url)}`;
  const kind = type.split('/')[0];
  return kind === 'image' ? h('img', { src: url.href, alt: label })
    : kind === 'audio' || kind === 'video' ? h(kind, { src: url.href, controls: true, preload: 'metadata', ariaLabel: label })
    : type === 'application/pdf' ? h('iframe', { src: url.href, title: label })
    : undefined;
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
