// <button data-insert-phrase>: the chosen phrase goes to the end of the chosen field, without a new page.
(function () {
  'use strict'

  document.querySelectorAll('[data-insert-phrase]').forEach(function (button) {
    button.addEventListener('click', function (event) {
      const form = button.form
      const phrase = form.elements.phrase.value
      const field = form.elements[form.elements.phrase_into.value]
      if (!field) return
      event.preventDefault()
      if (!phrase) return
      field.value = (field.value.trimEnd() + '\n' + phrase).trim()
      const fold = field.closest('details')
      if (fold) fold.open = true
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.focus()
    })
  })
})()
