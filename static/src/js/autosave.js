// Saves a form as its owner types: <form data-autosave hx-post hx-trigger="autosave">, see docs/templates.md.
// Nobody's words are lost: a failed save keeps the text, says so, tries again, and warns on leaving.
(function () {
  'use strict'

  const AFTER_TYPING = 1500
  const AFTER_CHOICE = 300
  const LONGEST_WAIT = 5000 // of words that nobody has sent, also of somebody who types on
  const RETRY_AFTER = [2000, 5000, 15000, 30000]

  const WORDS = {
    typing: 'Not saved yet',
    saving: 'Saving…',
    failed: 'Not saved – we keep trying. Your words are still here.',
    signedOut: ['Not saved – you have been signed out. ', 'Sign in again in a new tab', ', then come back: your words are still here.'],
    tooMuch: 'Not saved – this is more text than one section can hold. Shorten it: your words are still here.',
    refused: 'Not saved – this section can no longer be changed. Copy your words before you leave.',
    conflict: 'Not saved – somebody else has changed the same. Choose which text is to stand.'
  }

  // The text areas whose text is certainly too long: a sign counts as two here at most.
  function farTooLong(form) {
    return Array.from(form.querySelectorAll('[data-maxlength] textarea')).filter(function (area) {
      return area.value.trim().length > 2 * limitOf(area)
    })
  }

  function limitOf(area) {
    return Number(area.closest('[data-maxlength]').dataset.maxlength)
  }

  function tooLong(area) {
    const label = area.closest('[data-maxlength]').querySelector('label').textContent.replace(/ \(optional\)$/, '')
    return 'Not saved: ' + label + ' is longer than ' + limitOf(area).toLocaleString('en-GB') + ' characters. Your words are still here.'
  }

  function watch(form) {
    const version = form.querySelector('input[name="version"]')
    const status = form.querySelector('.vsh-autosave__status')
    const conflict = form.querySelector('.vsh-autosave__conflict')
    const state = {
      typed: 0, sent: 0, unsentSince: 0, failures: 0, timer: null, isSending: false, pressed: null,
      isStopped: false, isGone: false, isGoing: false, isLeaving: false,
      sentWords: new FormData(form), left: [], isTakingOver: false,
      isFromPage: conflict.children.length > 0, chosen: '', isChoiceSent: false // the version that stood beside a choice
    }

    function say(words, isFailure) {
      const [before, link, after] = [].concat(words)
      status.textContent = before
      if (link) status.append(signIn(link), after)
      status.classList.toggle('vsh-autosave__status--failed', Boolean(isFailure))
    }

    function signIn(words) {
      const options = { className: 'govuk-link', href: form.dataset.signIn, target: '_blank', rel: 'noopener', textContent: words }
      return Object.assign(document.createElement('a'), options)
    }

    function saveIn(milliseconds) {
      clearTimeout(state.timer)
      if (!state.isStopped) state.timer = setTimeout(save, milliseconds)
    }

    function save() {
      clearTimeout(state.timer)
      if (!state.isStopped) window.htmx.trigger(form, 'autosave')
    }

    function changed(wait) {
      if (state.isTakingOver) return
      if (state.typed === state.sent) state.unsentSince = Date.now()
      state.typed += 1
      window.vshUnsaved.mark(form)
      if (!state.isStopped && state.failures === 0) say(WORDS.typing)
      saveIn(Math.min(wait, state.unsentSince + LONGEST_WAIT - Date.now()))
    }

    function tryAgain(words) {
      say(words, true)
      saveIn(RETRY_AFTER[Math.min(state.failures, RETRY_AFTER.length - 1)])
      state.failures += 1
    }

    function stop(words) {
      clearTimeout(state.timer)
      state.isStopped = true
      say(words, true)
    }

    // Where a choice waits and the server keeps what is written meanwhile, it says so.
    function kept() {
      const part = conflict.querySelector('[data-kept]')
      return part && part.dataset.kept
    }

    // Where both texts stand on record until one is chosen, it says that.
    function stands() {
      const box = conflict.querySelector('[data-stands]')
      return box && box.dataset.stands
    }

    function theirs() {
      return Array.from(conflict.querySelectorAll('.vsh-conflict__texts'), function (texts) { return texts.lastElementChild.textContent }).join('\n')
    }

    // The same choice with the words of now: what is chosen there already, and who is just there, stays.
    function renew(html) {
      const chosen = Array.from(conflict.querySelectorAll('input:checked'), function (radio) { return radio.id })
      const focused = conflict.contains(document.activeElement) && document.activeElement.id
      const before = theirs()
      conflict.innerHTML = html
      if (stands() && theirs() !== before) state.chosen = '' // that was not what the choice was between
      conflict.querySelectorAll('[id]').forEach(function (part) {
        if (chosen.includes(part.id)) part.checked = true
        if (part.id === focused) part.focus()
      })
    }

    // What somebody else has changed takes its place where nobody has typed since. Where somebody has, the page goes
    // on saying which version it saw of that answer, so that the next save shows both texts.
    function takeOver(told) {
      let isFilled = false
      form.querySelectorAll(':scope > [name^="seen_"]').forEach(function (input) { input.remove() })
      told.querySelectorAll('[data-now]').forEach(function (now) {
        const control = form.elements[now.dataset.now]
        if (!control || control.value === now.value) return
        if (control.value !== (state.sentWords.get(now.dataset.now) || '')) return lag(now.dataset.now)
        if (control instanceof HTMLSelectElement && !Array.from(control.options).some(function (option) { return option.value === now.value })) {
          control.add(new Option(now.value)) // somebody who came since the page was opened
        }
        control.value = now.value
        if (control.value.replace(/\r\n/g, '\n') !== now.value.replace(/\r\n/g, '\n')) lag(now.dataset.now) // it cannot hold that
        const shown = control instanceof RadioNodeList ? Array.from(control).find(function (radio) { return radio.checked }) : control
        state.isTakingOver = true
        if (shown) {
          shown.dispatchEvent(new Event('input', { bubbles: true })) // its letters are counted anew
          shown.dispatchEvent(new Event('change', { bubbles: true }))
        }
        state.isTakingOver = false
        isFilled = true
      })
      // As after "Back": the count for those who listen is renewed too, which waits for the focus otherwise.
      if (isFilled) window.dispatchEvent(new Event('pageshow'))
    }

    function lag(name) {
      const seen = state.sentWords.get('seen_' + name) || state.sentWords.get('version')
      form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'seen_' + name, value: seen }))
    }

    // The page goes on saving all else where the answers in conflict have each a choice; elsewhere the words wait with it.
    function waits() {
      state.isFromPage = false
      if (state.isChoiceSent) state.chosen = ''
      if (kept() || stands()) {
        version.value = conflict.querySelector('[data-version]').dataset.version
        say(kept() || stands(), true)
      } else {
        stop(WORDS.conflict)
      }
      takeOver(conflict)
      state.left.forEach(lag)
      const heading = conflict.querySelector('h2')
      // Not out of the field in which somebody types on: the status line tells them.
      if (heading && !state.wasKept && state.typed === state.sent) heading.focus()
      state.failures = 0
      if (state.typed !== state.sent) saveIn(AFTER_TYPING)
    }

    function saved(fragment) {
      if (!state.left.length) conflict.replaceChildren()
      state.isStopped = false
      state.chosen = ''
      state.failures = 0
      takeOver(fragment)
      state.left.forEach(lag) // the page goes on saying which version it saw beside what it did not send
      version.value = fragment.dataset.version
      const isWhole = !('problems' in fragment.dataset)
      status.classList.toggle('vsh-autosave__status--failed', !isWhole)
      if (state.typed !== state.sent) saveIn(AFTER_CHOICE)
      else if (isWhole && !state.left.length) window.vshUnsaved.clear(form)
    }

    form.addEventListener('input', function (event) {
      // Who writes on in what they put away wants to keep it.
      if (!state.isTakingOver && toBePutAway().includes(event.target.name.replace(/_(day|month|year)$/, ''))) state.pressed = null
      if (event.target.name && !conflict.contains(event.target)) changed(AFTER_TYPING)
    })
    form.addEventListener('change', function (event) {
      const control = event.target
      // A text that is left again as it was sent, by the focus that moves to a conflict too, is not sent once more.
      const isSent = state.typed === state.sent && control.matches('textarea, input[type="text"]') && state.sentWords.get(control.name) === control.value
      if (control.name && !isSent && !conflict.contains(control)) changed(AFTER_CHOICE)
    })

    form.addEventListener('htmx:configRequest', function (event) {
      // What a button does is left to the page that follows: the button that was pressed last is not part of a save.
      form.querySelectorAll('button[name]:not([name="version"])').forEach(function (button) { delete event.detail.parameters[button.name] })
      // A text of megabytes stays in its field: just too long a one in its place has the server say so.
      farTooLong(form).forEach(function (area) { event.detail.parameters[area.name] = 'x'.repeat(limitOf(area) + 1) })
      state.left = toBePutAway()
      if (state.pressed) state.pressed.isSent = true
      leaveOut(event.detail.parameters, state.left)
      state.isChoiceSent = Boolean(state.chosen)
      if (state.chosen) event.detail.parameters.version = [version.value, state.chosen] // as its button sends it
      const token = window.vshToken()
      if (!token) return
      event.detail.headers['X-CSRFToken'] = token
      delete event.detail.parameters.csrfmiddlewaretoken
    })

    form.addEventListener('htmx:beforeRequest', function (event) {
      if (event.detail.elt !== form) return
      state.isSending = true
      state.sent = state.typed
      state.sentWords = new FormData(form)
      if (state.failures === 0) say(WORDS.saving)
    })

    form.addEventListener('htmx:beforeSwap', function (event) {
      const code = event.detail.xhr.status
      if (code === 409) {
        event.detail.target = conflict
        state.wasKept = (kept() || stands()) && !state.isChoiceSent
        event.detail.shouldSwap = !state.wasKept
        if (state.wasKept) renew(event.detail.xhr.responseText)
      } else if (!(code === 200 && event.detail.xhr.responseText.includes('data-autosaved'))) {
        event.detail.shouldSwap = false
      }
    })

    form.addEventListener('htmx:afterRequest', function (event) {
      if (event.detail.elt !== form) return
      state.isSending = false
      const xhr = event.detail.xhr
      const fragment = status.querySelector('[data-autosaved]')
      const isSaved = xhr.status === 200 && fragment && xhr.responseText.includes('data-autosaved')
      const why = /^text\/plain/.test(xhr.getResponseHeader('Content-Type')) ? xhr.responseText : ''
      if (isSaved) {
        saved(fragment)
      } else if (xhr.status === 409) {
        waits()
      } else if (xhr.status === 413) {
        say(WORDS.tooMuch, true)
      } else if (xhr.status === 423 && why) {
        stop(why) // in the server's words
      } else if (xhr.status === 404 && why) {
        tryAgain(why) // it may be opened again in another tab
      } else if (xhr.status === 403 && xhr.getResponseHeader('X-Token-Renewed')) {
        tryAgain(WORDS.failed)
        if (state.failures === 1) return saveIn(0) // what was pressed still waits
      } else if ([403, 404, 410, 423].includes(xhr.status)) {
        state.isGone = true
        stop(WORDS.refused)
      } else if (xhr.status === 401 || xhr.status === 200) {
        tryAgain(why || WORDS.signedOut)
      } else {
        tryAgain(WORDS.failed)
      }
      const pressed = state.pressed
      if (pressed && pressed.isAway && !state.isStopped) {
        // What is to be put away stays out of every save until one holds all the rest.
        const isHeld = isSaved ? !('problems' in fragment.dataset) : xhr.status === 409 && kept() && !kept().includes('Not saved')
        if (isHeld && pressed.isSent && state.typed === state.sent) putAway(pressed.button)
        else if (isHeld || ((isSaved || xhr.status === 409) && !pressed.isSent)) saveIn(0)
        return
      }
      state.pressed = null
      if (!pressed || !isSaved) return
      if (!fragment.querySelector('[data-now]')) return leave(pressed)
      // What somebody else has changed is looked at before anything is finished with it.
      if (pressed.button && pressed.button.name) {
        const label = pressed.button.textContent.trim()
        say('“' + label + '” is not done yet: look at what is new, then press it again. ' + fragment.textContent.trim(), true)
      }
    })

    function leaveOut(parameters, names) {
      for (const name of names) {
        for (const input of [name, name + '_day', name + '_month', name + '_year', 'choice_' + name]) delete parameters[input]
      }
    }

    function toBePutAway() {
      return state.pressed && state.pressed.isAway ? (state.pressed.button.dataset.leaves || '').split(' ').filter(Boolean) : []
    }

    // All else on the page is saved or kept. The button itself may be gone with the box in which it stood.
    function putAway(button) {
      const away = document.getElementById('put-away')
      clearTimeout(state.timer)
      state.isStopped = true
      form.inert = true // nothing more is sent
      window.vshUnsaved.clear(form)
      away.elements.csrfmiddlewaretoken.value = window.vshToken() || away.elements.csrfmiddlewaretoken.value
      away.append(Object.assign(document.createElement('input'), { type: 'hidden', name: button.name, value: button.value }))
      away.submit()
    }

    // What a button sends has just been saved: there is a session, and the page that follows is the right one.
    function leave(pressed) {
      clearTimeout(state.timer)
      state.isGoing = true
      form.requestSubmit(pressed.button) // nothing where Enter sent the form
      state.isGoing = false
      state.isLeaving = true // a second press does nothing
      setTimeout(function () { state.isLeaving = false }, 5000)
    }

    conflict.addEventListener('click', function (event) {
      const choice = event.target.closest('[data-conflict]')
      if (!choice) return
      if (choice.dataset.conflict === 'theirs') {
        window.vshUnsaved.clear(form) // the link opens the page anew; a reload would send a refused POST again
        return
      }
      if (state.isFromPage) return // the button sends the form
      event.preventDefault()
      if (state.chosen) return // it is on its way
      state.chosen = choice.dataset.version
      if (!conflict.querySelector('[name^="choice_"]')) conflict.replaceChildren()
      state.isStopped = false
      saveIn(0)
    })

    // A button saves first and leaves the page only once that is done: a page that cannot save keeps its words.
    // After a conflict or a refusal the server's own page shows what there is to choose or to copy.
    form.addEventListener('submit', function (event) {
      const [area] = farTooLong(form)
      if (area) {
        event.preventDefault()
        say(tooLong(area), true)
        area.focus()
        return
      }
      const isChoice = conflict.contains(event.submitter) // the page came with it
      if (state.isGoing || isChoice || ((state.isStopped || kept() || stands()) && !state.isGone)) {
        window.vshUnsaved.clear(form)
        return
      }
      event.preventDefault()
      if (state.isLeaving) return
      clearTimeout(state.timer)
      if (state.isGone) return say(WORDS.refused, true)
      state.pressed = { button: event.submitter }
      if (!state.isSending) saveIn(0)
    })

    // The page is opened anew once words are put away: all else on it is saved first.
    document.addEventListener('submit', function (event) {
      if (event.target.id !== 'put-away' || state.isStopped) return
      event.preventDefault()
      if (state.pressed && !state.pressed.isAway) return
      clearTimeout(state.timer)
      state.pressed = { button: event.submitter, isAway: true }
      if (!state.isSending) saveIn(0)
    })

    // The connection is back, or the person is, from signing in again in another tab.
    function saveWhatFailed() {
      if (state.failures > 0 && !state.isSending && !document.hidden) saveIn(0)
    }
    window.addEventListener('online', saveWhatFailed)
    document.addEventListener('visibilitychange', saveWhatFailed)

    // Who turns to another page may not come back to this one. What a button sends is on its way already.
    document.addEventListener('visibilitychange', function () {
      if (document.hidden && state.typed !== state.sent && !state.isLeaving && window.vshUnsaved.has(form)) save()
    })
  }

  document.querySelectorAll('form[data-autosave]').forEach(watch)
})()
