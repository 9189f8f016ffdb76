// Announces long work: <div data-announce> repeats a new text of a region that htmx refreshes, once per change.
(function () {
  'use strict'

  document.body.addEventListener('htmx:afterSwap', function (event) {
    const words = event.detail.elt.querySelector && event.detail.elt.querySelector('[data-announce]')
    const region = document.getElementById('vsh-announcements')
    if (words && region && region.textContent !== words.dataset.announce) region.textContent = words.dataset.announce
  })
})()
