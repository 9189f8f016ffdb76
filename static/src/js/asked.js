// Shows a question once another has the answer that makes it matter: <div data-asked-by="name" data-asked-after="yes maybe">.
// Without scripts all of them stand on the page, each with a line that says when. What is hidden is sent and kept.
(function () {
  'use strict'

  document.querySelectorAll('[data-asked-by]').forEach(function (question) {
    const form = question.closest('form')
    const answers = question.dataset.askedAfter.split(' ')
    const kept = question.nextElementSibling
    const fold = question.closest('details.vsh-folded')

    function show() {
      const decides = form.elements[question.dataset.askedBy]
      const isAsked = answers.includes(decides.value)
      const isWritten = Array.from(question.querySelectorAll('textarea, input:checked, input[type="text"], select')).some(function (part) { return part.value.trim() })
      question.classList.toggle('vsh-question--waits', !isAsked)
      if (kept && kept.matches('.vsh-question__kept')) kept.hidden = isAsked || !decides.value || !isWritten
      if (fold) fold.hidden = !isAsked && (!decides.value || !isWritten)
    }

    form.addEventListener('change', function (event) {
      if (event.target.name === question.dataset.askedBy) show()
    })
    show()
    window.addEventListener('pageshow', show) // an answer that the browser put back
  })
})()
