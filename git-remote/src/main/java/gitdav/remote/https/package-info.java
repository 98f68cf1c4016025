/// The way to a server by https: who we are ([HttpsLogin]), whom we trust ([CertificateAuthorities]), and the proxy in
/// between, if there is one ([HttpProxy]). [HttpsOptions] puts them together.
package gitdav.remote.https;
