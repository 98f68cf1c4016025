// What the script adds to the page that the server has made. Without it, the page can be read and everything downloaded.

import { backupView } from './backup.js';
import { child, hasHistory, here, isPast, isTrash, isWritable, root, send } from './dav.js';
import { ask, h, sayError } from './dom.js';
import { openPanel } from './file.js';
import { done, failed, filterBox, refresh, takeOver } from './list.js';
import { uploadButtons, uploadView } from './upload.js';

const tools = document.getElementById('tools');

async function newFolder() {
  const name = h('input', { ariaLabel: 'Name', required: true, autocomplete: 'off' });
  if (await ask('New folder', [name], ['make', 'Make it'], ['', 'Cancel']) === 'make' && name.value) {
    await send('MKCOL', child(here, name.value + '/'));
    await done(`“${name.value}” is made.`);
  }
}

document.head.append(h('link', { rel: 'icon', href: new URL('.gitdav/page/icon.svg', root).href }));
if (isWritable && !isTrash) {
  tools.prepend(...uploadButtons(),
    h('button', { type: 'button', onclick: () => newFolder().catch(failed) }, 'New folder'));
}
tools.append(filterBox());
tools.after(uploadView);
if (hasHistory) {
  document.querySelector('header').append(isPast
    ? h('p', { class: 'note' }, 'This is the share as it was. Nothing here can be changed, and everything restored.')
    : backupView());
  tools.append(isPast ? h('a', { class: 'button', href: root }, 'Today')
    : h('a', { class: 'button', href: new URL('.history/', root) }, 'Old versions'));
}
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') {
    refresh().catch(sayError);
  }
});
takeOver(openPanel).catch(sayError);
