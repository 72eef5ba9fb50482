/** What the invented company could do next, with what each would cost: a sheet as it is kept. Who gains follows from what people said. */
export function optionSheets(): readonly object[] {
  const option = (name: string, cost: string, rest: Readonly<Record<string, unknown>> = {}) => ({ key: name, name, cost, topics: [], against: [], helps: '', hurts: '', ...rest })
  return [
    {
      id: 'options-next', name: 'Next half year', by: null, unit: 'EUR', budget: '60000.00',
      options: [
        option('Better search', '30000.00', { topics: ['search'] }),
        option('Works offline', '35000.00', { topics: ['offline'] }),
        option('Lower price', '20000.00', { topics: ['price'], against: ['administration'], note: 'What is saved on one end is missing on the other.' }),
        option('Administration', '15000.00', { topics: ['administration'] }),
        option('Quick reports', '12000.00', { topics: ['reports', 'speed'] }),
        option('Security audit', '18000.00', { topics: ['security'] }),
        option('Fewer clicks', '9000.00', { topics: ['ease'] }),
        option('Better battery', '14000.00', { topics: ['battery'] }),
        option('Delivery on the day', '11000.00', { topics: ['delivery'] }),
        option('Fewer advertisements', '4000.00', { topics: ['too many ads'], against: ['reach'] }),
        option('Login with one click', '5000.00', { topics: ['login'] }),
        option('End of the free plan', '2000.00', { hurts: 'payerKind=nobody' }),
      ],
      notBoth: [{ pair: ['Better search', 'Works offline'] }], needs: [],
    },
  ]
}
