// Starts the components of GOV.UK Frontend and the filter toggle of the MoJ patterns.
(function () {
  'use strict'

  window.GOVUKFrontend.initAll()

  // The token of today's session: it changes when somebody signs in again in another tab.
  window.vshToken = function () {
    const cookie = document.cookie.split('; ').find(function (pair) { return /^(__Host-|__Secure-)?csrftoken=/.test(pair) })
    return cookie ? cookie.slice(cookie.indexOf('=') + 1) : ''
  }
  document.addEventListener('submit', function (event) {
    const field = event.target.querySelector('input[name="csrfmiddlewaretoken"]')
    if (field && window.vshToken()) field.value = window.vshToken()
  })

  document.querySelectorAll('[data-module="moj-filter"]').forEach(function (filter) {
    if (!document.querySelector('.moj-action-bar__filter')) return
    new window.MOJFrontend.FilterToggleButton(filter, {
      bigModeMediaQuery: '(min-width: 48.063em)',
      startHidden: false,
      toggleButton: { showText: 'Show filters', hideText: 'Hide filters', classes: 'govuk-button--secondary' },
      toggleButtonContainer: { selector: '.moj-action-bar__filter' },
      closeButton: { text: 'Close', classes: 'moj-filter__close' },
      closeButtonContainer: { selector: '.moj-filter__header-action' }
    })
  })

  // Rows that become cards on a narrow screen stay a table for those who listen.
  const roles = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell' }
  document.querySelectorAll('.vsh-table-frame table').forEach(function (table) {
    for (const part of [table, ...table.querySelectorAll('thead, tbody, tr, td, th')]) {
      part.setAttribute('role', roles[part.tagName] || (part.scope === 'row' ? 'rowheader' : 'columnheader'))
    }
  })

  // A button that may only be pressed once: <form data-once>.
  document.querySelectorAll('form[data-once]').forEach(function (form) {
    form.addEventListener('submit', function (event) {
      if (form.dataset.sent) event.preventDefault()
      form.dataset.sent = 'yes'
    })
    window.addEventListener('pageshow', function () { delete form.dataset.sent })
  })

  // <button data-print>: the browser's own print window.
  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.hidden = false
    button.addEventListener('click', function () { window.print() })
  })
})()
