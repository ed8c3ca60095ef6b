import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { type PlatformActor, type SigningKeyView, SigningKeys } from '#core';
import { Audited, CurrentActor, EmptyBody, Idempotent, NotAudited, Requires } from '#http';

/** The keys that sign the service's own tokens, for the platform's administrator. */
@Controller('api/platform/signing-keys')
export class SigningKeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  @Requires('signing_keys:manage')
  @NotAudited('The platform reads what belongs to no tenant.')
  list(): Promise<SigningKeyView[]> {
    return this.keys.list();
  }

  @Post('rotate')
  @HttpCode(200)
  @Requires('signing_keys:manage')
  @Audited('signing_key.rotate')
  @Idempotent()
  rotate(@CurrentActor() actor: PlatformActor, @EmptyBody() _: null): Promise<SigningKeyView> {
    return this.keys.rotate(actor);
  }

  @Post(':keyId/revoke')
  @HttpCode(200)
  @Requires('signing_keys:manage')
  @Audited('signing_key.revoke')
  @Idempotent()
  revoke(
    @CurrentActor() actor: PlatformActor,
    @Param('keyId') id: string,
    @EmptyBody() _: null,
  ): Promise<SigningKeyView> {
    return this.keys.revoke(actor, id);
  }
}
