// Plain WebDAV. Every change says which version of a file it is about (If-Match), or that nothing may be there yet: what
// another person has done meanwhile is never overwritten.

const page = document.documentElement.dataset;

/** Of the page, without a name and password, which fetch takes from no address. */
export const address = location.origin + location.pathname;

/** The folder that is shown, and the share's root; a proxy may show the share below any path. */
export const here = new URL(page.here || './', address);
export const root = new URL(page.root || './', address);

const history = new URL('.history/', root);
const trash = new URL('.trash/', root);

export const hasHistory = 'history' in page;
/** Whether old versions are shown, or what was deleted. */
export const isPast = hasHistory && isWithin(here, history);
export const isTrash = isWithin(here, trash);
/** Whether this user may change the share; the past stays as it is even so. */
export const mayWrite = 'writable' in page;
export const isWritable = mayWrite && !isPast;

function isWithin(url, folder) {
  return url.pathname.startsWith(folder.pathname);
}

/** The path in the share, percent-encoded, with a slash in front; and the same for people. */
export function pathOf(url) {
  return '/' + url.pathname.slice(root.pathname.length);
}

export function textOf(url) {
  return decoded(pathOf(url));
}

export function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a name need not be UTF-8
  }
}

/** The URL of a path that a person has typed or a disk has named: text, with slashes. */
export function child(folder, path) {
  return new URL(path.split('/').map(encodeURIComponent).join('/').replace(/^\/+/, ''), folder);
}

/** Where something of an old version, or that was deleted, belongs in the share of today; undefined for the lists of times. */
export function originOf(url) {
  const path = pathOf(url).match(/^\/\.(?:history|trash)\/[^/]+\/(.+)$/);
  return path ? new URL(path[1], root) : undefined;
}

/** The URL of a version of a file, as git-backup names it. */
export function versionOf(version) {
  return new URL(version.name + '/' + version.path.replace(/^\//, ''), history);
}

/** Sends a request; what is no success becomes an Error with a sentence for people, and the status. */
export async function send(method, url, headers = {}, options = {}) {
  let answer;
  try {
    answer = await fetch(url, { method, headers, cache: 'no-store', ...options });
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure
      : new Error('The server does not answer. Once it does, the list shows whether this was done.');
  }
  if (answer.status === 207) {
    throw refusalOfMember(await answer.text(), url);
  }
  if (answer.ok) {
    return answer;
  }
  throw refusal(answer.status, await answer.text(), url);
}

/** What is done with a folder may fail because of something in it (RFC 4918, section 9.6.1): the first of these. */
function refusalOfMember(multistatus, url) {
  const [, href, status] = multistatus.match(/<\w+:href>([^<]+)<[^]*?HTTP\/1\.1 (\d+)/) ?? [undefined, url.href, 207];
  return refusal(Number(status), '', new URL(href.replaceAll('&amp;', '&'), address));
}

export function refusal(status, text, url) {
  const words = text.split('\n')[0];
  const meaning = {
    401: 'Your name and password are asked for again: reload the page.',
    412: text.includes('Overwrite') ? `“${textOf(url)}” or its new name exists already.`
      : `Another client has changed “${textOf(url)}” meanwhile. The list shows it as it is now; nothing was changed.`,
    423: `“${textOf(url)}” is locked: a program has it open. Try again when it is closed.`,
    507: `${words || 'The disk is full.'} What is in /.trash/ takes room, too.`,
  };
  return Object.assign(new Error(meaning[status] ?? (words || `“${textOf(url)}” cannot be changed: the server answers ${status}.`)), { status });
}

/** What is there now: its entity tag, size and content type; undefined if there is nothing. */
export async function look(url) {
  try {
    const { headers } = await send('HEAD', url);
    return { etag: headers.get('ETag'), size: Number(headers.get('Content-Length')), type: headers.get('Content-Type') };
  } catch (failure) {
    if (failure.status === 404) {
      return undefined;
    }
    throw failure;
  }
}

export function ifMatch(etag) {
  return etag ? { 'If-Match': etag } : {};
}

/** The condition that a destination still is what was seen there (RFC 4918, section 10.4); nothing: that there is none. */
export function ifStill(url, seen) {
  return seen ? { Overwrite: 'T', ...(seen.etag && { If: `<${url.pathname}> ([${seen.etag}])` }) } : { Overwrite: 'F' };
}

/** Makes a folder and those around it, as far as they are not there yet. */
export async function makeFolders(url) {
  const names = pathOf(url).split('/').filter(name => name);
  for (let depth = 1; depth <= names.length; depth++) {
    await send('MKCOL', new URL(names.slice(0, depth).join('/') + '/', root)).catch(failure => {
      if (failure.status !== 405) { // it is there
        throw failure;
      }
    });
  }
}

export async function move(from, to, etag) {
  await send('MOVE', from, { Destination: to.pathname, Overwrite: 'F', ...ifMatch(etag) });
}

/**
 * Brings something to a place in the trash that nothing else is in: a folder of this moment and of a random number, with
 * the path in the share within. An answer may be lost, and the request carried out nevertheless: what counts is what is there.
 */
async function bringToTrash(url, bring) {
  const time = new Date().toISOString().replace(/:/g, '-');
  const moment = new URL(`${time}-${crypto.getRandomValues(new Uint32Array(1))}/`, trash);
  const place = new URL(pathOf(url).slice(1), moment);
  try {
    await makeFolders(around(place));
    await bring(place);
  } catch (failure) {
    if (!await look(place)) {
      if (failure.status) { // refused, and not on its way still
        await send('DELETE', moment).catch(() => undefined);
      }
      throw failure;
    }
  }
  return { moment, place };
}

function around(url) {
  return new URL('./', url.href.replace(/\/$/, ''));
}

/** Deletes by moving into the trash. @return the way back */
export async function moveToTrash(url, etag) {
  const { moment, place } = await bringToTrash(url, place => move(url, place, etag));
  return async () => {
    await move(place, url);
    await send('DELETE', moment);
  };
}

/** Puts an old version in its place. What is there goes into the trash, and can come back. @return the way back */
export async function restore(version, to) {
  const present = await look(to);
  if (!present) {
    await makeFolders(around(to));
    await send('COPY', version, { Destination: to.pathname, Overwrite: 'F' });
    return async () => void await moveToTrash(to);
  }
  if (!present.etag) { // a folder is replaced as a whole
    const wayBack = await moveToTrash(to);
    try {
      await send('COPY', version, { Destination: to.pathname, Overwrite: 'F' });
    } catch (failure) {
      if (failure.status) { // refused, and not on its way still
        await wayBack();
      }
      throw failure;
    }
    return async () => void (await moveToTrash(to), await wayBack());
  }
  const { place } = await bringToTrash(to, place =>
    send('COPY', to, { Destination: place.pathname, Overwrite: 'F', ...ifMatch(present.etag) }));
  await send('COPY', version, { Destination: to.pathname, ...ifStill(to, present) });
  const restored = await look(to);
  return async () => void await send('COPY', place, { Destination: to.pathname, ...ifStill(to, restored) });
}
