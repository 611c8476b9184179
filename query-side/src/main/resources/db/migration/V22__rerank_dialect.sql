-- The shape in which a provider reranks, where its metadata says it.

alter table routable_provider add column rerank_dialect varchar(20);

update routable_provider set rerank_dialect = metadata ->> 'rerank_dialect'
from server_view as s
where type = 'AI_SERVER' and routable_provider.id = s.id
  and metadata ->> 'rerank_dialect' in ('jina', 'cohere', 'voyage', 'tei');

update routable_provider set rerank_dialect = metadata ->> 'rerank_dialect'
from api_key_view as k
where type = 'API_KEY' and routable_provider.id = k.id
  and metadata ->> 'rerank_dialect' in ('jina', 'cohere', 'voyage', 'tei');
