// Reads a project's sub components, changes them and reads them again, as a program written for GitLab does.
// The host and the token come from the environment: HOST, TOKEN. Arguments: the project, then the components.
import { Gitlab } from '@gitbeaker/rest';

const [project, ...components] = process.argv.slice(2);
const gitlab = new Gitlab({ host: process.env.HOST, token: process.env.TOKEN });
try {
  const before = await gitlab.Projects.show(project);
  const edited = await gitlab.Projects.edit(project, { ciIdTokenSubClaimComponents: components });
  const after = await gitlab.Projects.show(project);
  const name = 'ci_id_token_sub_claim_components';
  console.log(JSON.stringify({ id: after.id, before: before[name], edited: edited[name], after: after[name] }));
} catch (error) {
  console.log(JSON.stringify({ status: error.cause?.response?.status, error: error.cause?.description ?? error.message }));
}
