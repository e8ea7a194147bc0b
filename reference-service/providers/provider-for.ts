import { AnthropicProvider } from './anthropic-provider';
import type { ConnectionPool } from './connection-pool';
import { OpenAIProvider } from './openai-provider';
import type { Provider, ProviderConfiguration } from './provider';

/** The provider for a configuration, by its wire format. */
export function providerFor(
  configuration: ProviderConfiguration,
  pool: ConnectionPool | undefined,
): Provider {
  switch (configuration.format) {
    case 'openai':
      return new OpenAIProvider(configuration, pool);
    case 'anthropic':
      return new AnthropicProvider(configuration, pool);
  }
}
