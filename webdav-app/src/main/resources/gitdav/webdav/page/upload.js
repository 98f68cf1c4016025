// Uploads of files and folders, by button or by drag and drop. A large file goes in parts into a file of its own, which takes
// its place when it is complete: no one sees half of it, and after a dropped connection only the rest is sent.

import { child, here, ifMatch, ifStill, look, makeFolders, refusal, send, textOf } from './dav.js';
import { ask, h, say, sayError, sizeText } from './dom.js';
import { done, failed } from './list.js';

const PART = 16 << 20; // bytes; of a very large file, a sixteenth
const MOST_PARTS = 16;
const RETRY_DELAYS = [500, 1000, 2000, 4000, 8000, 15000, 30000, 60000]; // milliseconds between attempts

const bar = h('progress', { ariaLabel: 'Upload', max: 1, value: 0 });
const what = h('span', { role: 'status' });
const cancel = h('button', { type: 'button' }, 'Cancel');
export const uploadView = h('section', { id: 'upload', ariaLabel: 'Upload', hidden: true }, what, bar, cancel);

let queue = Promise.resolve();

/** Uploads after what is still being uploaded. @param items {path, file} each; without a file, a folder */
export function upload(items) {
  queue = queue.then(() => uploadAll(items)).catch(sayError);
}

async function uploadAll(items) {
  const total = items.reduce((sum, { file }) => sum + (file?.size ?? 0), 0);
  const made = new Set();
  const aborting = new AbortController();
  const decision = {};
  let sentBefore = 0;
  let count = 0;
  cancel.onclick = () => aborting.abort();
  uploadView.hidden = false;
  say(`Uploading ${items.length === 1 ? items[0].path : `${items.length} files`}, ${sizeText(total)}.`);
  try {
    for (const { path, file } of items) {
      aborting.signal.throwIfAborted();
      const progress = (sent = 0) => {
        bar.value = total ? (sentBefore + sent) / total : 1;
        const text = `${path}, ${Math.floor(bar.value * 10) * 10} %`;
        if (what.textContent !== text) { // a screen reader says each tenth, and once
          what.textContent = text;
        }
      };
      progress();
      const url = child(here, path);
      const folder = new URL('./', url);
      if (folder.pathname !== here.pathname && !made.has(folder.href)) {
        await makeFolders(folder);
        made.add(folder.href);
      }
      if (file) {
        count += await uploadFile(file, url, decision, aborting.signal, progress);
        sentBefore += file.size;
      }
    }
    await done(`${count === 1 ? `“${items.find(({ file }) => file).path}” is` : `${count} files are`} uploaded.`);
  } catch (failure) {
    await failed(failure.name === 'AbortError' ? new Error(`Cancelled; ${count} of ${items.length} files are uploaded.`)
      : failure);
  } finally {
    uploadView.hidden = true;
    bar.value = 0;
  }
}

/** Where there is a file already, a person decides. @return how many files were uploaded: 1 or 0 */
async function uploadFile(file, url, decision, signal, progress) {
  const isTaken = file.size > PART && await look(url);
  if (!isTaken) {
    try {
      await transfer(file, url, undefined, signal, progress);
      return 1;
    } catch (failure) {
      if (failure.status !== 412) {
        throw failure;
      }
    }
  }
  const present = await look(url);
  const all = h('input', { type: 'checkbox' });
  const answer = decision.forAll ?? await ask(`${textOf(url)} exists already`,
    [h('label', {}, all, ' The same for all files of this upload')],
    ['replace', 'Replace'], ['both', 'Keep both'], ['', 'Skip']);
  decision.forAll ??= all.checked ? answer : undefined;
  if (answer === 'replace') {
    await transfer(file, url, present, signal, progress);
  } else if (answer === 'both') {
    await transfer(file, await freeName(url), undefined, signal, progress);
  }
  return answer ? 1 : 0;
}

async function freeName(url) {
  for (let number = 2; ; number++) {
    const free = new URL(url.href.replace(/(\.[^./]*)?$/, `%20(${number})$1`));
    if (!await look(free)) {
      return free;
    }
  }
}

/** @param seen the file that is replaced; nothing: there must be none */
async function transfer(file, url, seen, signal, progress) {
  const condition = seen ? ifMatch(seen.etag) : { 'If-None-Match': '*' };
  if (file.size <= PART) {
    try {
      await patiently(signal, () => put(url, file, file, condition, signal, progress));
    } catch (failure) {
      if (failure.status !== 412 || !await isAt(url, file)) {
        throw failure;
      }
    }
    return;
  }
  const part = new URL(`upload-${nameOf(file, url)}.part`, url);
  try {
    await patiently(signal, () => sendRest(file, part, signal, progress));
  } catch (failure) {
    if (failure.name === 'AbortError') {
      await send('DELETE', part).catch(() => undefined);
    }
    throw failure;
  }
  await send('MOVE', part, { Destination: url.pathname, ...ifStill(url, seen) });
}

/** Whether the very same is there: if an answer is lost, the page or the browser itself sends the file once more. */
async function isAt(url, file) {
  if ((await look(url))?.size !== file.size) {
    return false;
  }
  const [there, here] = await Promise.all([send('GET', url), file].map(async content =>
    new Uint8Array(await (await content).arrayBuffer())));
  return here.every((byte, index) => byte === there[index]);
}

/** The same name for the same file: dropped once more, it goes on where it was. */
function nameOf(file, url) {
  return [...`${url.pathname} ${file.size} ${file.lastModified}`]
    .reduce((hash, character) => (Math.imul(hash, 31) + character.codePointAt(0)) >>> 0, 0).toString(16);
}

async function sendRest(file, part, signal, progress) {
  const present = await look(part);
  const length = Math.max(PART, Math.ceil(file.size / MOST_PARTS));
  let condition = present ? ifMatch(present.etag) : { 'If-None-Match': '*' };
  for (let at = present?.size ?? 0; at < file.size; at += length) {
    const end = Math.min(at + length, file.size);
    const range = { 'Content-Range': `bytes ${at}-${end - 1}/*` };
    condition = ifMatch(await put(part, file.slice(at, end), file, { ...condition, ...range }, signal,
      sent => progress(at + sent)));
  }
}

/** Again and again as long as the connection drops; a refusal is final. */
async function patiently(signal, action) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (failure) {
      if (failure.status || failure.name === 'AbortError' || attempt === RETRY_DELAYS.length) {
        throw failure;
      }
      what.textContent = 'The connection is gone; it goes on as soon as it is back.';
      await new Promise(resolve => {
        const goOn = () => {
          signal.removeEventListener('abort', goOn);
          resolve();
        };
        setTimeout(goOn, RETRY_DELAYS[attempt]);
        signal.addEventListener('abort', goOn);
      });
      signal.throwIfAborted();
    }
  }
}

/** One PUT, with progress, which fetch does not tell. @return the entity tag of what is there now */
function put(url, content, file, headers, signal, progress) {
  signal.throwIfAborted();
  const request = new XMLHttpRequest();
  request.open('PUT', url);
  for (const [name, value] of Object.entries({ ...headers, 'X-OC-Mtime': file.lastModified / 1000 })) {
    request.setRequestHeader(name, value);
  }
  request.upload.onprogress = event => progress(event.loaded);
  const abort = () => request.abort();
  signal.addEventListener('abort', abort);
  return new Promise((stored, failed) => {
    request.onload = () => request.status < 300 ? stored(request.getResponseHeader('ETag'))
      : failed(refusal(request.status, request.responseText, url));
    request.onerror = () => failed(new Error(`The connection dropped; “${textOf(url)}” is not uploaded.`));
    request.onabort = () => failed(new DOMException('cancelled', 'AbortError'));
    request.send(content);
  }).finally(() => signal.removeEventListener('abort', abort));
}

/** The button for files, the button for a folder, and the page as a place to drop both. */
export function uploadButtons() {
  document.addEventListener('dragover', event => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', event => event.relatedTarget ?? document.body.classList.remove('dropping'));
  document.addEventListener('drop', event => {
    event.preventDefault();
    document.body.classList.remove('dropping');
    const entries = [...event.dataTransfer.items].map(item => item.webkitGetAsEntry()).filter(entry => entry);
    Promise.all(entries.map(entry => filesIn(entry, ''))).then(found => upload(found.flat())).catch(sayError);
  });
  return [chooser('Upload files', {}), chooser('Upload a folder', { webkitdirectory: true })];
}

function chooser(text, properties) {
  const input = h('input', {
    type: 'file', multiple: true, hidden: true, ...properties,
    onchange: () => {
      upload([...input.files].map(file => ({ path: file.webkitRelativePath || file.name, file })));
      input.value = '';
    },
  });
  return h('span', {}, h('button', { type: 'button', onclick: () => input.click() }, text), input);
}

async function filesIn(entry, around, found = []) {
  const path = around + entry.name;
  if (entry.isFile) {
    found.push({ path, file: await new Promise((read, failed) => entry.file(read, failed)) });
    return found;
  }
  found.push({ path: path + '/' });
  const reader = entry.createReader();
  for (;;) { // a browser hands out a hundred at a time
    const some = await new Promise((read, failed) => reader.readEntries(read, failed));
    if (!some.length) {
      return found;
    }
    for (const member of some) {
      await filesIn(member, path + '/', found);
    }
  }
}
