// Runs at once at the start of the body, so that components do not flash: marks that scripts are on.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
