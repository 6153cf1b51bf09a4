// Forms with data-passkey="get" or "create": the browser asks the authenticator, the answer goes along in the form's own field.
// Where a browser knows no passkeys the button stays hidden.
(() => {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;

  const options = async form => {
    const response = await fetch(form.dataset.options, {
      method: 'POST',
      headers: { RequestVerificationToken: form.querySelector('[name=__RequestVerificationToken]').value },
    });
    if (!response.ok) throw new Error(response.status === 429 ? 'Too many attempts. Wait a minute.' : 'This cannot be done now. Load the page again.');
    return response.json();
  };

  const ask = async form => form.dataset.passkey === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await options(form)) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await options(form)) });

  document.querySelectorAll('form[data-passkey]').forEach(form => {
    form.querySelector('button').hidden = false;
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const error = form.querySelector('[data-passkey-error]');
      error.textContent = '';
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
        form.submit();
      } catch (reason) {
        error.textContent = reason.name === 'NotAllowedError' ? 'No passkey was given.' : reason.message;
      }
    });
  });
})();
