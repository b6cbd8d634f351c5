-- Tokens that a provider of identities has issued are not RelayKit's to delete: they are refused by when their session began.

alter table accounts add column signed_out_at timestamptz;

comment on column accounts.signed_out_at is 'when all sessions were ended last: a token of a provider''s whose session began before is good no more';
