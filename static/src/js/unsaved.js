// Warns before leaving a page whose form has words that nobody has sent or saved. Every form that posts and has a place
// for words is watched; <form data-may-be-left> is not (a search, a code), nor one that asks for a password. One that
// <form data-holds-words> brings along is unsent from the start. An autosave form says itself when its words are kept.
(function () {
  'use strict'

  const FOR_WORDS = 'textarea, input:not([type]), input:is([type="text"], [type="email"], [type="tel"], [type="url"], [type="number"])'
  const unsaved = new Set()
  window.vshUnsaved = {
    mark: function (form) { unsaved.add(form) },
    clear: function (form) { unsaved.delete(form) },
    has: function (form) { return unsaved.has(form) }
  }

  function isWatched(form) {
    return form.getAttribute('method') === 'post' && !form.matches('[data-autosave], [data-may-be-left]') &&
      !form.querySelector('input[type="password"]') && (form.querySelector(FOR_WORDS) || 'holdsWords' in form.dataset)
  }

  // The page that answers a refused or unfinished send holds words that are kept nowhere else.
  function isShownAgain(form) {
    if ('holdsWords' in form.dataset) return true
    const path = new URL(form.getAttribute('action') || window.location, window.location).pathname
    return 'answersPost' in document.body.dataset && path === window.location.pathname &&
      Array.from(form.querySelectorAll(FOR_WORDS)).some(function (field) { return field.value.trim() !== '' })
  }

  function differs(field) {
    if (field.type === 'radio' || field.type === 'checkbox') return field.checked !== field.defaultChecked
    if (field.type === 'select-one') return field.value !== byDefault(field)
    return field.type !== 'hidden' && 'defaultValue' in field && field.value !== field.defaultValue
  }

  function byDefault(select) {
    const option = Array.from(select.options).find(function (one) { return one.defaultSelected }) || select.options[0]
    return option ? option.value : ''
  }

  document.querySelectorAll('form').forEach(function (form) {
    if (!isWatched(form)) return
    const wasRefused = isShownAgain(form)
    if (wasRefused) unsaved.add(form)
    form.addEventListener('input', function () {
      if (wasRefused || Array.from(form.elements).some(differs)) unsaved.add(form)
      else unsaved.delete(form)
    })
  })

  // Sent, unless something on the page held it back.
  document.addEventListener('submit', function (event) {
    if (!event.defaultPrevented && !event.target.matches('[data-autosave]')) unsaved.delete(event.target)
  })

  window.addEventListener('beforeunload', function (event) {
    if (unsaved.size === 0) return
    event.preventDefault()
    event.returnValue = ''
  })
})()
