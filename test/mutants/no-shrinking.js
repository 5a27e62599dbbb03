import fc from 'fast-check';

// Whether a random test fails is all that matters here. Looking for the smallest case that fails takes much longer.
fc.configureGlobal({ endOnFailure: true });
