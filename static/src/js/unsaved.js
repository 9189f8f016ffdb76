// Warns before leaving a page whose form has words that nobody has saved: <form data-warn-unsaved> and autosave forms.
(function () {
  'use strict'

  const unsaved = new Set()
  window.vshUnsaved = {
    mark: function (form) { unsaved.add(form) },
    clear: function (form) { unsaved.delete(form) }
  }

  document.querySelectorAll('form[data-warn-unsaved]').forEach(function (form) {
    form.addEventListener('input', function () { unsaved.add(form) })
    form.addEventListener('submit', function () { unsaved.delete(form) })
  })

  window.addEventListener('beforeunload', function (event) {
    if (unsaved.size === 0) return
    event.preventDefault()
    event.returnValue = ''
  })
})()
