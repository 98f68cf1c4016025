// Uses a share as a program for Node.js would, with the library "webdav": node use-share.mjs URL TEST
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { createClient } from 'webdav';

const [url, test] = process.argv.slice(2);
const share = createClient(url);
const text = path => share.getFileContents(path, { format: 'text' });
const names = async path => (await share.getDirectoryContents(path)).map(entry => entry.basename).sort();

const tests = {
    async files() {
        await share.createDirectory('/folder/of/some', { recursive: true });
        await share.putFileContents('/folder/notes.txt', '0123456789');
        assert.equal(await text('/folder/notes.txt'), '0123456789');
        const part = share.createReadStream('/folder/notes.txt', { range: { start: 2, end: 5 } });
        assert.equal(String(await buffer(part)), '2345');
        const { type, size, etag, mime } = await share.stat('/folder/notes.txt');
        assert.deepEqual({ type, size, mime }, { type: 'file', size: 10, mime: 'text/plain' });
        assert.ok(etag);

        await share.moveFile('/folder/notes.txt', '/moved.txt');
        await share.copyFile('/folder', '/copy');
        await share.copyFile('/moved.txt', '/copy/of.txt');
        assert.deepEqual(await names('/'), ['copy', 'folder', 'moved.txt']);
        assert.deepEqual(await names('/copy'), ['of', 'of.txt']);
        await share.deleteFile('/folder');
        assert.equal(await share.exists('/folder'), false);
        assert.equal(await share.putFileContents('/moved.txt', 'x', { overwrite: false }), false);
        assert.equal(await text('/moved.txt'), '0123456789');
    },

    async names() {
        for (const name of ['Photo [1].jpg', 'grüße & 100% #1?.txt', "it's {a} (b); c+d,e=f", '日本語 🎉', '"<x>|^`~', 'back\\slash']) {
            await share.putFileContents(`/${name}`, name);
            assert.equal(await text(`/${name}`), name);
            assert.deepEqual(await names('/'), [name]);
            await share.createDirectory(`/in ${name}`);
            await share.moveFile(`/${name}`, `/in ${name}/${name}`);
            assert.deepEqual(await names(`/in ${name}`), [name]);
            assert.equal((await share.stat(`/in ${name}/${name}`)).basename, name);
            await share.deleteFile(`/in ${name}`);
        }
    },

    async locks() {
        await share.putFileContents('/document', 'first');
        const lock = await share.lock('/document', { timeout: 'Second-60' });
        await assert.rejects(share.putFileContents('/document', 'of another'), { status: 423 });
        await share.putFileContents('/document', 'second', { headers: { If: `(<${lock.token}>)` } });
        await share.unlock('/document', lock.token);
        await share.putFileContents('/document', 'third');
    },

    async refusal() {
        await assert.rejects(share.putFileContents('/large', Buffer.alloc(5_000_000)), { status: 507 });
        await assert.rejects(share.putFileContents('/no/such/large', Buffer.alloc(5_000_000)), { status: 409 });
        assert.deepEqual(await names('/'), []);
    },
};

await tests[test]();
