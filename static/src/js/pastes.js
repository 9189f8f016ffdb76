// A paste far beyond what a text area keeps would hold the browser up with every key: it is refused in words beside the
// field, and stays where it was copied. A text somewhat too long goes in, so that its writer can shorten it.
(function () {
  'use strict'

  const FAR_BEYOND = 4 // times the limit

  function refuse(area, limit, length) {
    const label = area.labels[0].textContent.replace(/ \(optional\)$/, '').trim()
    const said = document.createElement('p')
    said.className = 'govuk-error-message vsh-paste-refused'
    said.setAttribute('role', 'alert')
    area.before(said)
    if (area.closest('.vsh-say')) {
      said.textContent = 'That is too long to paste here. Nothing is lost: it is still where you copied it. Paste a shorter part.'
      return
    }
    said.textContent = 'Not pasted: “' + label + '” takes ' + limit.toLocaleString('en-GB') + ' characters, and this has ' +
      length.toLocaleString('en-GB') + '. It is still where you copied it: paste the part that belongs here.'
  }

  function told(area) {
    area.parentElement.querySelectorAll('.vsh-paste-refused').forEach(function (said) { said.remove() })
  }

  document.querySelectorAll('[data-maxlength] textarea').forEach(function (area) {
    const limit = Number(area.closest('[data-maxlength]').dataset.maxlength)

    function check(event, brought) {
      const text = brought ? brought.getData('text/plain') : ''
      told(area)
      if (text.length <= FAR_BEYOND * limit) return
      event.preventDefault()
      refuse(area, limit, text.length)
    }

    area.addEventListener('paste', function (event) { check(event, event.clipboardData) })
    area.addEventListener('drop', function (event) { check(event, event.dataTransfer) })
    area.addEventListener('input', function () { told(area) })
  })
})()
