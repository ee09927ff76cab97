import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createElement, useEffect, useState } from 'react'

const count = Number(process.env.BENCH_COUNT)

/** A form as in any application: state, an effect that loads, a list. */
function Form({ load }) {
  const [items, setItems] = useState(undefined)
  const [text, setText] = useState('')
  useEffect(() => {
    let isGone = false
    load().then((loaded) => {
      if (!isGone) setItems(loaded)
    })
    return () => {
      isGone = true
    }
  }, [load])
  if (!items) return createElement('p', null, 'Loading')
  return createElement(
    'form',
    {
      onSubmit: (event) => {
        event.preventDefault()
        setItems([...items, text])
        setText('')
      },
    },
    createElement('input', { 'aria-label': 'Item', value: text, onChange: (event) => setText(event.target.value) }),
    createElement('button', { type: 'submit' }, 'Add'),
    createElement(
      'ul',
      null,
      items.map((item) => createElement('li', { key: item }, item)),
    ),
  )
}

const load = () => new Promise((resolve) => setTimeout(resolve, 1, ['bread', 'milk']))

for (let index = 0; index < count; index++) {
  test(`adds an item ${index}`, async () => {
    const user = userEvent.setup()
    render(createElement(Form, { load }))
    expect(screen.getByText('Loading')).toBeTruthy()
    await user.type(await screen.findByLabelText('Item'), `tea ${index}`)
    await user.click(screen.getByRole('button', { name: 'Add' }))
    expect((await screen.findAllByRole('listitem')).map((item) => item.textContent)).toEqual([
      'bread',
      'milk',
      `tea ${index}`,
    ])
  })
}
