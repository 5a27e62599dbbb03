/** The event of a flow of instance `cccc-1`, for a chat that was transferred once. */
export const aFlowEvent = ({ ContactData = {}, Parameters }: { ContactData?: object; Parameters?: unknown }) => ({
  Name: 'ContactFlowEvent',
  Details: {
    ContactData: {
      Attributes: {},
      Channel: 'CHAT',
      ContactId: 'second',
      InitialContactId: 'first',
      PreviousContactId: 'first',
      InitiationMethod: 'API',
      InstanceARN: 'arn:aws:connect:eu-west-2:111111111111:instance/cccc-1',
      LanguageCode: 'en-US',
      CustomerEndpoint: null,
      SystemEndpoint: null,
      MediaStreams: { Customer: { Audio: null } },
      Queue: null,
      References: {},
      ...ContactData,
    },
    Parameters,
  },
});
